"""Letters of the youth programme, by what they tell of."""
