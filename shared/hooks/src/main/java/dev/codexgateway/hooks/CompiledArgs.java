package dev.codexgateway.hooks;

import dev.codexgateway.hooks.cel.Expression;
import dev.codexgateway.hooks.cel.Template;
import java.util.List;

/** Where a rule's arguments come from. */
sealed interface CompiledArgs {
  /** One argument each. */
  record Each(List<Template> templates) implements CompiledArgs {
    public Each {
      templates = List.copyOf(templates);
    }
  }

  /** One expression that gives all of them. */
  record Whole(Expression list) implements CompiledArgs {}
}
