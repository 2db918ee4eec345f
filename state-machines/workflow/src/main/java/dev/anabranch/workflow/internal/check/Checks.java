package dev.anabranch.workflow.internal.check;

import dev.anabranch.workflow.Finding;
import dev.anabranch.workflow.Finding.Severity;
import dev.anabranch.workflow.InvalidDefinition;
import dev.anabranch.workflow.internal.graph.Graph;
import java.util.ArrayList;
import java.util.List;

/** All rules for graphs. What passes them can be planned and translated. */
public final class Checks {

    private static final List<Rule> RULES =
            List.of(new NameRules(), new OptionRules(), new ScopeRules(), new ConstantRules(), new UseRules());

    private Checks() {}

    /** A rule, or several that look at the same things. */
    interface Rule {
        /** Looks at the whole graph. */
        void check(Graph graph, FindingReport report);
    }

    /** Everything that the rules find, the worst first. */
    public static List<Finding> of(Graph graph) {
        List<Finding> findings = new ArrayList<>();
        FindingReport report = new FindingReport(graph.workflow(), findings);
        RULES.forEach(rule -> rule.check(graph, report));
        findings.sort(null);
        return List.copyOf(findings);
    }

    /**
     * Refuses what cannot be translated.
     *
     * @throws InvalidDefinition with all of {@code findings}, if one is an error
     */
    public static void require(List<Finding> findings) {
        if (findings.stream().anyMatch(finding -> finding.severity() == Severity.ERROR)) {
            throw new InvalidDefinition(findings);
        }
    }
}
