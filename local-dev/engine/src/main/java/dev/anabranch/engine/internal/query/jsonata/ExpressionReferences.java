package dev.anabranch.engine.internal.query.jsonata;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What an expression refers to outside itself: variables, fields of {@code $states}, and the context item that AWS does not have. */
final class ExpressionReferences {

    /** The variable named by the empty string is <code>$</code>, and the one named <code>$</code> is <code>$$</code>. */
    private static final String CONTEXT = "";

    private static final String ROOT = "$";
    private static final String STATES = "states";

    private final Set<String> names = new LinkedHashSet<>();
    private final Set<String> statesFields = new LinkedHashSet<>();
    private final Set<String> contextNames = new LinkedHashSet<>();
    private boolean root;

    private ExpressionReferences() {}

    static ExpressionReferences of(SyntaxTree tree) {
        ExpressionReferences references = new ExpressionReferences();
        references.walk(tree, new LinkedHashSet<>());
        references.topLevel(tree);
        return references;
    }

    /** Names that are read and not bound inside, without {@code $states} and the context item. */
    Set<String> names() {
        return names;
    }

    /** {@link #names()} without those of the language's own functions. */
    Set<String> variables() {
        Set<String> variables = new LinkedHashSet<>(names);
        variables.removeAll(FunctionNames.NAMES);
        return variables;
    }

    /** What follows {@code $states.} anywhere in the expression. */
    Set<String> statesFields() {
        return statesFields;
    }

    /** Names, and <code>$</code>, that are read from the context item of the whole expression: it has none. */
    Set<String> contextNames() {
        return contextNames;
    }

    /** Whether <code>$$</code> occurs. */
    boolean root() {
        return root;
    }

    /** @param bound names bound so far in this scope; a binding adds to it for what comes after */
    private void walk(SyntaxTree tree, Set<String> bound) {
        Set<String> scope =
                switch (tree.type()) {
                    case "lambda", "block", "path" -> new LinkedHashSet<>(bound);
                    default -> bound;
                };
        switch (tree.type()) {
            case "variable" -> variable(tree.value(), bound);
            case "lambda" -> tree.children("arguments").forEach(argument -> scope.add(argument.value()));
            case "bind" -> tree.children("lhs").forEach(name -> scope.add(name.value()));
            case "path" -> path(tree.children("steps"), scope);
            default -> {}
        }
        for (SyntaxTree below : tree.all()) {
            walk(below, scope);
        }
    }

    private void path(List<SyntaxTree> steps, Set<String> scope) {
        for (SyntaxTree step : steps) {
            scope.addAll(step.boundByStep());
        }
        boolean ofStates = steps.size() > 1 && isVariable(steps.get(0), STATES);
        if (ofStates && steps.get(1).type().equals("name")) {
            statesFields.add(steps.get(1).value());
        }
    }

    private void variable(String name, Set<String> bound) {
        if (name.equals(ROOT)) {
            root = true;
        } else if (!name.equals(CONTEXT) && !name.equals(STATES) && !bound.contains(name)) {
            names.add(name);
        }
    }

    /**
     * Only the first step of a path is read from the context item; later steps, predicates, sort terms and groups are read from
     * what the step before gave. The body of a lambda has the context of the place where it is defined.
     */
    private void topLevel(SyntaxTree tree) {
        switch (tree.type()) {
            case "path" -> tree.children("steps").stream().limit(1).forEach(this::topLevel);
            case "name" -> contextNames.add(tree.value());
            case "variable" -> context(tree.value());
            case "unary" -> topLevel(tree, "expression", "expressions", "lhsObject");
            case "binary", "apply" -> topLevel(tree, "lhs", "rhs");
            case "function", "partial" -> topLevel(tree, "procedure", "arguments");
            case "lambda" -> topLevel(tree, "body");
            case "condition" -> topLevel(tree, "condition", "then", "_else");
            case "block" -> topLevel(tree, "expressions");
            case "bind" -> topLevel(tree, "rhs");
            default -> {}
        }
    }

    private void context(String variable) {
        if (variable.equals(CONTEXT)) {
            contextNames.add("$");
        }
    }

    private void topLevel(SyntaxTree tree, String... fields) {
        for (String field : fields) {
            tree.children(field).forEach(this::topLevel);
        }
    }

    private static boolean isVariable(SyntaxTree tree, String name) {
        return tree.type().equals("variable") && tree.value().equals(name);
    }
}
