"""Files <-> ModelBundle: reading and writing models, and the ones that come with the package."""
