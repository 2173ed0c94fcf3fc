/** Which commands may run, with which arguments and environment. */
@NullMarked
package dev.codexgateway.core.command;

import org.jspecify.annotations.NullMarked;
