package dev.anabranch.check;

import java.util.List;
import java.util.stream.Collectors;

/** A definition has errors: it cannot be translated. It carries all findings, not only the first. */
public final class InvalidDefinition extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<Finding> findings;

    /** With every finding, at least one of them an error. */
    public InvalidDefinition(List<Finding> findings) {
        super(findings.stream().sorted().map(Finding::toString).collect(Collectors.joining("\n")));
        this.findings = findings.stream().sorted().toList();
    }

    /** All findings, the worst first. */
    public List<Finding> findings() {
        return findings;
    }
}
