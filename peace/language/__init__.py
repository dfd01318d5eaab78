"""Language: three languages, ruby, dates, names."""
