package dev.codexgateway.hooks.cel;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.CelCall;
import dev.cel.common.ast.CelExpr.CelSelect;
import dev.cel.common.ast.CelExpr.ExprKind;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.navigation.CelNavigableExpr;
import dev.codexgateway.core.json.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The places of a delivery that an expression names, such as {@code body.ref} or {@code
 * headers["x-github-event"]}.
 *
 * @param byId their texts by the id of the node
 */
record Attributes(Map<Long, String> byId) {
  private static final String INDEX = "_[_]";
  private static final Set<String> ROOTS =
      Set.of(
          Variables.HOOK,
          Variables.METHOD,
          Variables.HEADERS,
          Variables.QUERY,
          Variables.BODY,
          Variables.RAW,
          Variables.REMOTE_ADDRESS);

  static Attributes of(CelAbstractSyntaxTree ast) {
    Map<Long, String> byId = new LinkedHashMap<>();
    CelNavigableAst.fromAst(ast)
        .getRoot()
        .allNodes()
        .filter(node -> node.parent().flatMap(Attributes::name).isEmpty())
        .forEach(node -> name(node).ifPresent(name -> byId.put(node.id(), name)));
    return new Attributes(byId);
  }

  private static Optional<String> name(CelNavigableExpr node) {
    return name(node.expr());
  }

  private static Optional<String> name(CelExpr expression) {
    return switch (expression.getKind()) {
      case IDENT -> Optional.of(expression.ident().name()).filter(ROOTS::contains);
      case SELECT -> selected(expression.select());
      case CALL -> indexed(expression.call());
      case CONSTANT, LIST, STRUCT, MAP, COMPREHENSION, NOT_SET -> Optional.empty();
    };
  }

  private static Optional<String> selected(CelSelect select) {
    return select.testOnly()
        ? Optional.empty()
        : name(select.operand()).map(operand -> operand + "." + select.field());
  }

  private static Optional<String> indexed(CelCall call) {
    if (!call.function().equals(INDEX) || call.args().get(1).getKind() != ExprKind.Kind.CONSTANT) {
      return Optional.empty();
    }
    return name(call.args().get(0))
        .map(operand -> operand + "[" + text(call.args().get(1).constant()) + "]");
  }

  private static String text(CelConstant constant) {
    return switch (constant.getKind()) {
      case STRING_VALUE -> Json.quote(constant.stringValue());
      case INT64_VALUE -> String.valueOf(constant.int64Value());
      default -> "…";
    };
  }
}
