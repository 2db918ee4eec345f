package dev.anabranch.engine.internal.query.jsonata;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The external references of an expression: variables, fields of {@code $states}, and the context item, which AWS does
 * not support.
 */
final class ExpressionReferences {

    /** The parser names <code>$</code> with an empty string, and <code>$$</code> with <code>$</code>. */
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

    /** Returns the names that the expression reads and does not bind, without {@code $states} and the context item. */
    Set<String> names() {
        return names;
    }

    /** Returns {@link #names()} without the built-in functions. */
    Set<String> variables() {
        Set<String> variables = new LinkedHashSet<>(names);
        variables.removeAll(FunctionNames.NAMES);
        return variables;
    }

    /** Returns the fields of {@code $states} that the expression reads. */
    Set<String> statesFields() {
        return statesFields;
    }

    /**
     * Returns the names, and <code>$</code>, that are read from the top-level context item, which does not exist on
     * AWS.
     */
    Set<String> contextNames() {
        return contextNames;
    }

    /** Returns true if the expression contains <code>$$</code>. */
    boolean root() {
        return root;
    }

    /** @param bound the names that are bound in this scope; a binding adds a name for the following nodes */
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
     * Collects the references to the top-level context item. Only the first step of a path can be one. Later steps,
     * predicates, sort terms and groups read the result of the previous step. The body of a lambda has the context of
     * its definition.
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
