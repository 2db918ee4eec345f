package dev.anabranch.engine.internal.definition;

import dev.anabranch.engine.definition.Diagnostic;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** A parsed definition with its diagnostics. */
public final class ParsedDefinition {

    private final @Nullable StateMachineDefinition definition;
    private final List<Diagnostic> diagnostics;

    ParsedDefinition(@Nullable StateMachineDefinition definition, List<Diagnostic> diagnostics) {
        this.definition = definition;
        this.diagnostics = List.copyOf(diagnostics);
    }

    static ParsedDefinition invalid(List<Diagnostic> diagnostics) {
        return new ParsedDefinition(null, diagnostics);
    }

    /** Returns all diagnostics, errors and warnings. */
    public List<Diagnostic> diagnostics() {
        return diagnostics;
    }

    /** Returns true if the definition has no errors. */
    public boolean valid() {
        return diagnostics.stream().noneMatch(d -> d.severity() == Diagnostic.Severity.ERROR);
    }

    /**
     * Returns the definition.
     *
     * @throws NoSuchElementException if it is not {@link #valid}
     */
    public StateMachineDefinition definition() {
        if (definition == null || !valid()) {
            throw new NoSuchElementException("The definition has errors: " + DefinitionParser.codes(diagnostics));
        }
        return definition;
    }
}
