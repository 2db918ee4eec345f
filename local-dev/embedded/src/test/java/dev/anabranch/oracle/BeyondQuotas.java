package dev.anabranch.oracle;

import dev.anabranch.workflow.Finding;
import dev.anabranch.workflow.InvalidDefinition;
import java.util.Set;

/** Tells random workflows that exceed AWS's quotas, as a few may, from those that are refused for another reason. */
final class BeyondQuotas {

    private static final Set<String> FINDINGS = Set.of("definition-size", "map-runs-quota");

    private BeyondQuotas() {}

    /** Returns whether all errors are about quotas. */
    static boolean is(InvalidDefinition refused) {
        return refused.findings().stream()
                .filter(finding -> finding.severity() == Finding.Severity.ERROR)
                .allMatch(finding -> FINDINGS.contains(finding.id()));
    }
}
