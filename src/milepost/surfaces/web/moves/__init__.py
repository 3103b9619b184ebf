"""Why a date moved: from then to now, a step for each cause in each project, each of which opens."""
