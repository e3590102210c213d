"""An invented Norway and its inbox, built through the public actions only. In: nothing. Out: a whole round to look at."""
