/**
 * Reads the configuration format of <a href="https://github.com/adnanh/webhook">adnanh/webhook</a>
 * and writes commands and hooks of {@code gateway.yaml} that behave the same, with a list of all
 * that cannot.
 */
@NullMarked
package dev.codexgateway.cli.importer;

import org.jspecify.annotations.NullMarked;
