package dev.codexgateway.cli.importer;

/** The file cannot be read as a list of hooks; one line says why. */
public final class ImportException extends Exception {
  private static final long serialVersionUID = 1L;

  ImportException(String message) {
    super(message);
  }
}
