package dev.anabranch.workflow;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A definition has errors: it cannot be translated. It carries all findings, not only the first. */
public final class InvalidDefinition extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<Finding> findings;

    /** With every finding, at least one of them an error. */
    public InvalidDefinition(List<Finding> findings) {
        this(findings, null);
    }

    /** The same, where an exception is among what was found. */
    public InvalidDefinition(List<Finding> findings, @Nullable Throwable cause) {
        super(findings.stream().sorted().map(Finding::toString).collect(Collectors.joining("\n")), cause);
        this.findings = findings.stream().sorted().toList();
    }

    /** All findings, the worst first. */
    public List<Finding> findings() {
        return findings;
    }
}
