/**
 * What the one-machine gateway keeps: jobs and keys in SQLite, artifacts as files, bells in memory.
 */
@NullMarked
package dev.codexgateway.local.store;

import org.jspecify.annotations.NullMarked;
