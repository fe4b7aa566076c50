"""The release of the project, as shown in the JSON files and recorded by the package."""

VERSION = "0.1.0"
