package dev.anabranch.engine.internal.definition;

import dev.anabranch.engine.definition.Diagnostic;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** A definition that was read, with everything that is wrong with it. */
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

    /** Everything found, errors and warnings. */
    public List<Diagnostic> diagnostics() {
        return diagnostics;
    }

    /** Whether the definition can run. */
    public boolean valid() {
        return diagnostics.stream().noneMatch(d -> d.severity() == Diagnostic.Severity.ERROR);
    }

    /**
     * The definition.
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
