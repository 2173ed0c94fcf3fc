package dev.codexgateway.hooks.cel;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.CelSourceLocation;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.types.CelKind;
import dev.cel.common.types.CelType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.extensions.CelExtensions;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import dev.codexgateway.core.hook.ConfigText;
import dev.codexgateway.core.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Compiles the expressions of a configuration. Every flaw becomes a problem with its place; what is
 * flawed yields nothing.
 *
 * <p>CEL's default runtime is the one to use here: its newer "planner" walks the whole body each
 * time that an expression names a member, so its cost would grow with what the sender sends.
 */
public final class Expressions {
  private static final int MAX_CODE_POINTS = 8 * 1024;
  private static final int MAX_NODES = 2_000;
  private static final int MAX_DEPTH = 64;
  private static final int MAX_ITERATIONS = 10_000;
  private static final int MAX_REGEX_PROGRAM = 2_000;

  private static final Set<CelKind> TEXT_KINDS =
      Set.of(CelKind.STRING, CelKind.INT, CelKind.UINT, CelKind.DOUBLE, CelKind.BOOL, CelKind.DYN);

  private static final Set<CelKind> BOOLEAN_KINDS = Set.of(CelKind.BOOL, CelKind.DYN);
  private static final Set<CelKind> LIST_KINDS = Set.of(CelKind.LIST, CelKind.DYN);

  private final CelCompiler compiler;
  private final CelRuntime runtime;
  private final CelIssues issues;

  public Expressions(CelIssues issues) {
    this.issues = issues;
    CelOptions options =
        CelOptions.current()
            .maxExpressionCodePointSize(MAX_CODE_POINTS)
            .maxParseExpressionNodeCount(MAX_NODES)
            .maxParseRecursionDepth(MAX_DEPTH)
            .comprehensionMaxIterations(MAX_ITERATIONS)
            .maxRegexProgramSize(MAX_REGEX_PROGRAM)
            .enableHeterogeneousNumericComparisons(true)
            .build();
    compiler = compiler(options);
    runtime = runtime(options);
  }

  private static CelCompiler compiler(CelOptions options) {
    return CelCompilerFactory.standardCelCompilerBuilder()
        .setOptions(options)
        .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
        .addLibraries(CelExtensions.strings(), CelExtensions.optional())
        .addFunctionDeclarations(
            function("json", "json_dyn", SimpleType.DYN),
            function("sha256", "sha256_string", SimpleType.STRING))
        .addFunctionDeclarations(Reaching.declarations())
        .addVar(Variables.HOOK, SimpleType.STRING)
        .addVar(Variables.METHOD, SimpleType.STRING)
        .addVar(Variables.HEADERS, MapType.create(SimpleType.STRING, SimpleType.STRING))
        .addVar(Variables.QUERY, MapType.create(SimpleType.STRING, SimpleType.STRING))
        .addVar(Variables.BODY, SimpleType.DYN)
        .addVar(Variables.RAW, SimpleType.STRING)
        .addVar(Variables.REMOTE_ADDRESS, SimpleType.STRING)
        .build();
  }

  private static CelFunctionDecl function(String name, String overload, CelType argument) {
    return CelFunctionDecl.newFunctionDeclaration(
        name, CelOverloadDecl.newGlobalOverload(overload, SimpleType.STRING, argument));
  }

  private static CelRuntime runtime(CelOptions options) {
    return CelRuntimeFactory.legacyCelRuntimeBuilder()
        .setOptions(options)
        .addLibraries(CelExtensions.strings(), CelExtensions.optional())
        .addFunctionBindings(
            CelFunctionBinding.from(
                "json_dyn", Object.class, value -> Json.write(JsonValues.toJson(value))),
            CelFunctionBinding.from("sha256_string", String.class, Sha256::hex))
        .addFunctionBindings(Reaching.bindings())
        .build();
  }

  /** An expression that must be true or false. */
  public Optional<Expression> filter(ConfigText text) {
    return compile(text, text.text(), 0, BOOLEAN_KINDS, "true or false");
  }

  /** An expression that must give one text. */
  public Optional<Expression> text(ConfigText text) {
    return compile(text, text.text(), 0, TEXT_KINDS, "a text");
  }

  /** A template that is one expression and nothing around it, which must give a list. */
  public Optional<Expression> list(ConfigText text) {
    List<TemplateParser.Piece> pieces = TemplateParser.parse(text.text().strip());
    if (pieces.size() == 1 && pieces.getFirst() instanceof TemplateParser.Piece.Code code) {
      int blanks = text.text().indexOf("${");
      return compile(text, code.source(), blanks + 2, LIST_KINDS, "a list");
    }
    issues.add(text, "must be a list of templates, or one ${…} that gives a list");
    return Optional.empty();
  }

  /** A text with expressions in it. */
  public Optional<Template> template(ConfigText text) {
    List<Template.Part> parts = new ArrayList<>();
    List<TemplateParser.Piece> pieces = TemplateParser.parse(text.text());
    for (TemplateParser.Piece piece : pieces) {
      switch (piece) {
        case TemplateParser.Piece.Fixed(String fixed) -> parts.add(new Template.Part.Fixed(fixed));
        case TemplateParser.Piece.Code(String source, int offset) ->
            compile(text, source, offset, TEXT_KINDS, "a text")
                .ifPresent(expression -> parts.add(new Template.Part.Computed(expression)));
        case TemplateParser.Piece.Unclosed(int offset) ->
            issues.add(text, offset, "${ is never closed; write $${ for the text ${");
      }
    }
    return parts.size() == pieces.size() ? Optional.of(new Template(parts)) : Optional.empty();
  }

  /**
   * @param offset of the expression in the text of the configuration
   */
  private Optional<Expression> compile(
      ConfigText text, String source, int offset, Set<CelKind> kinds, String wanted) {
    if (source.isBlank()) {
      issues.add(text, offset, "an expression is missing");
      return Optional.empty();
    }
    try {
      CelValidationResult result = compiler.compile(source);
      if (result.hasError()) {
        result.getErrors().forEach(issue -> add(text, source, offset, issue));
        return Optional.empty();
      }
      return program(text, source, offset, result.getAst(), kinds, wanted);
    } catch (CelValidationException | CelEvaluationException | RuntimeException e) {
      issues.add(text, offset, "cannot be compiled: " + firstLine(e));
      return Optional.empty();
    }
  }

  private Optional<Expression> program(
      ConfigText text,
      String source,
      int offset,
      CelAbstractSyntaxTree ast,
      Set<CelKind> kinds,
      String wanted)
      throws CelEvaluationException {
    CelType type = ast.getResultType();
    if (!kinds.contains(type.kind())) {
      issues.add(text, offset, "gives " + type.name() + ", where " + wanted + " is wanted");
      return Optional.empty();
    }
    return Optional.of(new Expression(source, ast, runtime.createProgram(ast)));
  }

  private void add(ConfigText text, String source, int offset, CelIssue issue) {
    String message = issue.getMessage().replace(" (in container '')", "");
    issues.add(text, offset + offset(source, issue.getSourceLocation()), message);
  }

  private static int offset(String source, CelSourceLocation location) {
    int begin = 0;
    for (int line = 1; line < location.getLine(); line++) {
      begin = source.indexOf('\n', begin) + 1;
    }
    return begin + Math.max(0, location.getColumn());
  }

  private static String firstLine(Exception e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }
}
