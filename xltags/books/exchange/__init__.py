"""Tag groups and their tags as other programs keep them: WeCom's customer tags, SKOS vocabularies, CSV."""
