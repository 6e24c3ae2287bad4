"""The commands of the command line, one module each; part of the `cli` layer."""
