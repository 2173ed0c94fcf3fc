package dev.codexgateway.hooks.cel;

import java.util.List;
import java.util.Optional;

/** A text with expressions in <code>${…}</code>. */
public final class Template {
  private final List<Part> parts;

  Template(List<Part> parts) {
    this.parts = List.copyOf(parts);
  }

  /** A piece of a template. */
  sealed interface Part {
    record Fixed(String text) implements Part {}

    record Computed(Expression expression) implements Part {}
  }

  /** The text, where it is the same for every delivery. */
  public Optional<String> constant() {
    StringBuilder text = new StringBuilder();
    for (Part part : parts) {
      switch (part) {
        case Part.Fixed(String fixed) -> text.append(fixed);
        case Part.Computed _ -> {
          return Optional.empty();
        }
      }
    }
    return Optional.of(text.toString());
  }

  public Outcome<String> evaluate(Variables variables, Budget budget) {
    StringBuilder text = new StringBuilder();
    for (Part part : parts) {
      switch (part) {
        case Part.Fixed(String fixed) -> text.append(fixed);
        case Part.Computed(Expression expression) -> {
          switch (expression.asText(variables, budget)) {
            case Outcome.Value<String>(String value) -> text.append(value);
            case Outcome.Failed<String> failed -> {
              return failed;
            }
          }
        }
      }
    }
    return new Outcome.Value<>(text.toString());
  }
}
