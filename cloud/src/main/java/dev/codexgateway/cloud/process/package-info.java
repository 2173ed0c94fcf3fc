/** Child processes that are kept alive, and that end with their parent. */
@NullMarked
package dev.codexgateway.cloud.process;

import org.jspecify.annotations.NullMarked;
