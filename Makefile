.PHONY: run check test bench

run:
	./run

check:
	./run check

test:
	./run test

bench:
	./run bench $(NAME)
