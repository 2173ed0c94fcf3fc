/** API keys, who is behind them, and single-use watch tickets. */
@NullMarked
package dev.codexgateway.core.key;

import org.jspecify.annotations.NullMarked;
