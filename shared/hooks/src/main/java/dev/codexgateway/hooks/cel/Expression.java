package dev.codexgateway.hooks.cel;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelEvaluationListener;
import dev.cel.runtime.CelRuntime;
import dev.codexgateway.core.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A compiled CEL expression. Safe for use by many threads. */
public final class Expression {
  private static final int MAX_REASON_CHARS = 300;
  private static final int MAX_SHOWN_CHARS = 200;

  private final String source;
  private final CelRuntime.Program program;
  private final Attributes attributes;

  Expression(String source, CelAbstractSyntaxTree ast, CelRuntime.Program program) {
    this.source = source;
    this.program = program;
    this.attributes = Attributes.of(ast);
  }

  public String source() {
    return source;
  }

  /** For filters. */
  public Outcome<Boolean> asBoolean(Variables variables, Budget budget) {
    return switch (evaluate(variables, budget)) {
      case Outcome.Failed<Object>(String reason) -> new Outcome.Failed<>(reason);
      case Outcome.Value<Object>(Boolean value) -> new Outcome.Value<>(value);
      case Outcome.Value<Object>(Object other) ->
          new Outcome.Failed<>(
              source(source) + " is " + ValueText.kind(other) + ", not true or false");
    };
  }

  /** For arguments and the like. */
  public Outcome<String> asText(Variables variables, Budget budget) {
    return switch (evaluate(variables, budget)) {
      case Outcome.Failed<Object>(String reason) -> new Outcome.Failed<>(reason);
      case Outcome.Value<Object>(Object value) -> text(value);
    };
  }

  private Outcome<String> text(Object value) {
    Optional<String> text = ValueText.of(value);
    return text.isPresent()
        ? new Outcome.Value<>(text.get())
        : new Outcome.Failed<>(source(source) + " is " + ValueText.kind(value) + ", not text");
  }

  /** For a list of arguments. */
  public Outcome<List<String>> asTexts(Variables variables, Budget budget) {
    return switch (evaluate(variables, budget)) {
      case Outcome.Failed<Object>(String reason) -> new Outcome.Failed<>(reason);
      case Outcome.Value<Object>(Iterable<?> list) -> texts(list);
      case Outcome.Value<Object>(Object other) ->
          new Outcome.Failed<>(source(source) + " is " + ValueText.kind(other) + ", not a list");
    };
  }

  private Outcome<List<String>> texts(Iterable<?> list) {
    List<String> texts = new ArrayList<>();
    for (Object item : list) {
      switch (text(item)) {
        case Outcome.Value<String>(String text) -> texts.add(text);
        case Outcome.Failed<String> _ -> {
          return new Outcome.Failed<>(
              source(source) + " holds " + ValueText.kind(item) + ", not text");
        }
      }
    }
    return new Outcome.Value<>(texts);
  }

  private Outcome<Object> evaluate(Variables variables, Budget budget) {
    Outcome<Object> outcome = run(variables, budget);
    return budget.isExhausted()
        ? new Outcome.Failed<>(source(source) + " takes too much work")
        : outcome;
  }

  private Outcome<Object> run(Variables variables, CelEvaluationListener listener) {
    try {
      Object value = program.trace(variables, listener);
      return value == null
          ? new Outcome.Failed<>(source(source) + " has no value")
          : new Outcome.Value<>(value);
    } catch (CelEvaluationException e) {
      return new Outcome.Failed<>(source(source) + ": " + reason(e));
    } catch (RuntimeException | StackOverflowError e) {
      // Whatever a sender's values made the library do, the sender gets no exception for it.
      return new Outcome.Failed<>(source(source) + " cannot be evaluated");
    }
  }

  private static String reason(CelEvaluationException e) {
    return switch (e.getErrorCode()) {
      case ATTRIBUTE_NOT_FOUND -> "a member is missing, " + detail(e);
      case INDEX_OUT_OF_BOUNDS -> "a list is too short, " + detail(e);
      case OVERLOAD_NOT_FOUND -> "values of kinds that do not go together, " + detail(e);
      case ITERATION_BUDGET_EXCEEDED -> "it loops over too many items";
      case DIVIDE_BY_ZERO -> "it divides by zero";
      case NUMERIC_OVERFLOW -> "a number is out of range";
      case BAD_FORMAT, INVALID_ARGUMENT -> "a value does not fit, " + detail(e);
      case INTERNAL_ERROR, DUPLICATE_ATTRIBUTE, AMBIGUOUS_OVERLOAD, TYPE_NOT_FOUND -> detail(e);
    };
  }

  /** Without the place, which is one in the expression and not in the file. */
  private static String detail(CelEvaluationException e) {
    String message = String.valueOf(e.getMessage());
    return shortened(message.replaceFirst("^evaluation error at [^ ]* ", ""), MAX_REASON_CHARS);
  }

  /**
   * The values that the expression looks at, as JSON and shortened, by how it names them; those
   * that are missing say so. For explaining an outcome.
   */
  public Map<String, String> observed(Variables variables) {
    Map<Long, Object> values = new LinkedHashMap<>();
    Budget budget = new Budget();
    run(
        variables,
        (expression, value) -> {
          budget.callback(expression, value);
          values.put(expression.id(), value);
        });
    Map<String, String> observed = new LinkedHashMap<>();
    attributes
        .byId()
        .forEach((id, name) -> observed.putIfAbsent(name, shown(values.get(id), values, id)));
    return observed;
  }

  private static String shown(
      @org.jspecify.annotations.Nullable Object value, Map<Long, Object> values, Long id) {
    return values.containsKey(id) && value != null
        ? shortened(Json.write(JsonValues.toJson(value)), MAX_SHOWN_CHARS)
        : "not looked at, or missing";
  }

  private static String source(String source) {
    return shortened(source.strip().replaceAll("\\s+", " "), MAX_SHOWN_CHARS);
  }

  /** One line of printable characters. */
  private static String shortened(String text, int maxChars) {
    String start = text.length() <= maxChars ? text : text.substring(0, maxChars) + "…";
    return start.replaceAll("[\\p{Cntrl}\\p{Cs}]", "�");
  }
}
