package dev.anabranch.engine.internal.definition;

import dev.anabranch.engine.definition.Diagnostic;
import java.util.ArrayList;
import java.util.List;

/** Collects the diagnostics of one definition. */
final class Diagnostics {

    static final String SCHEMA = "SCHEMA_VALIDATION_FAILED";

    private final List<Diagnostic> found = new ArrayList<>();

    void error(String code, String location, String message) {
        found.add(new Diagnostic(Diagnostic.Severity.ERROR, code, message, location));
    }

    void schema(String location, String message) {
        error(SCHEMA, location, message);
    }

    List<Diagnostic> all() {
        return List.copyOf(found);
    }
}
