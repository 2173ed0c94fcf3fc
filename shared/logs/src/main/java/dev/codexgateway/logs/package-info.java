/**
 * The log of a deployed process: one line of JSON per record on Google Cloud, text elsewhere. The
 * binding for slf4j, which also takes what the libraries log through {@code java.util.logging}.
 */
@NullMarked
package dev.codexgateway.logs;

import org.jspecify.annotations.NullMarked;
