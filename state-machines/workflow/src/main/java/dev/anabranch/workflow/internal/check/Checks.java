package dev.anabranch.workflow.internal.check;

import dev.anabranch.workflow.Finding;
import dev.anabranch.workflow.Finding.Severity;
import dev.anabranch.workflow.InvalidDefinition;
import dev.anabranch.workflow.internal.graph.Graph;
import java.util.ArrayList;
import java.util.List;

/** Runs all rules over a graph. A graph without errors can be planned. */
public final class Checks {

    private static final List<Rule> RULES = List.of(
            new NameRules(),
            new OptionRules(),
            new WaitRules(),
            new RepeatRules(),
            new ListRules(),
            new LimitRules(),
            new ScopeRules(),
            new ConstantRules(),
            new UseRules());

    private Checks() {}

    /** One rule, or several rules that check the same part of a graph. */
    interface Rule {
        /** Checks {@code graph} and adds findings to {@code report}. */
        void check(Graph graph, FindingReport report);
    }

    /** Returns the findings of all rules, errors first. */
    public static List<Finding> of(Graph graph) {
        List<Finding> findings = new ArrayList<>();
        FindingReport report = new FindingReport(graph.workflow(), findings);
        RULES.forEach(rule -> rule.check(graph, report));
        findings.sort(null);
        return List.copyOf(findings);
    }

    /**
     * Throws if there is an error among {@code findings}.
     *
     * @throws InvalidDefinition with all of {@code findings}
     */
    public static void require(List<Finding> findings) {
        if (findings.stream().anyMatch(finding -> finding.severity() == Severity.ERROR)) {
            throw new InvalidDefinition(findings);
        }
    }
}
