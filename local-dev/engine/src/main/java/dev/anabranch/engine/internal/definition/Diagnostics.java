package dev.anabranch.engine.internal.definition;

import dev.anabranch.engine.definition.Diagnostic;
import dev.anabranch.engine.internal.query.InvalidExpression;
import dev.anabranch.engine.internal.query.jsonata.JsonataEvaluator;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Collects the diagnostics of one definition. */
final class Diagnostics {

    static final String SCHEMA = "SCHEMA_VALIDATION_FAILED";

    private final List<Diagnostic> found = new ArrayList<>();

    /** The valid expressions, by the members of {@code $states}. Many definitions repeat most of their expressions. */
    private final Map<Set<String>, Set<String>> valid = new HashMap<>();

    void error(String code, String location, String message) {
        found.add(new Diagnostic(Diagnostic.Severity.ERROR, code, message, location));
    }

    void schema(String location, String message) {
        error(SCHEMA, location, message);
    }

    /** Reports a JSONata expression that is invalid with these members of {@code $states}. Parses each text once. */
    void expression(String text, Set<String> statesFields, String location) {
        Set<String> checked = valid.computeIfAbsent(statesFields, fields -> new HashSet<>());
        if (checked.contains(text)) {
            return;
        }
        try {
            JsonataEvaluator.check(text, statesFields);
            checked.add(text);
        } catch (InvalidExpression invalid) {
            error(invalid.code(), location, invalid.text());
        }
    }

    List<Diagnostic> all() {
        return List.copyOf(found);
    }
}
