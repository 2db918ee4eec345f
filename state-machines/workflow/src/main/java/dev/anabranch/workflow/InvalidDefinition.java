package dev.anabranch.workflow;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Thrown for a definition that cannot be translated. It has all findings of the definition, at least one of them an
 * error.
 */
public final class InvalidDefinition extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<Finding> findings;

    /** Creates an exception with all {@code findings}, at least one of them an error. */
    public InvalidDefinition(List<Finding> findings) {
        this(findings, null);
    }

    /**
     * Creates an exception with all {@code findings}, at least one of them an error, and the exception that one of them
     * reports.
     */
    public InvalidDefinition(List<Finding> findings, @Nullable Throwable cause) {
        super(findings.stream().sorted().map(Finding::toString).collect(Collectors.joining("\n")), cause);
        this.findings = findings.stream().sorted().toList();
    }

    /** Returns all findings, errors first. */
    public List<Finding> findings() {
        return findings;
    }
}
