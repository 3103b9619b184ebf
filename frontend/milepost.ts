// The page's own script: palette, tips, keys and live changes.
