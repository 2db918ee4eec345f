package dev.anabranch.workflow.internal.check;

import dev.anabranch.workflow.Finding;
import dev.anabranch.workflow.Finding.Place;
import dev.anabranch.workflow.Finding.Severity;
import dev.anabranch.workflow.internal.graph.Node;
import java.util.List;

/** Collects the findings of one workflow. */
public final class FindingReport {

    private final String workflow;
    private final List<Finding> findings;

    public FindingReport(String workflow, List<Finding> findings) {
        this.workflow = workflow;
        this.findings = findings;
    }

    public void error(String id, String message, String fix) {
        findings.add(new Finding(id, Severity.ERROR, new Place(workflow, "", ""), message, fix));
    }

    public void error(String id, Node node, String message, String fix) {
        findings.add(new Finding(id, Severity.ERROR, new Place(workflow, node.id(), node.line()), message, fix));
    }

    public void warning(String id, String message, String fix) {
        findings.add(new Finding(id, Severity.WARNING, new Place(workflow, "", ""), message, fix));
    }

    public void warning(String id, Node node, String message, String fix) {
        findings.add(new Finding(id, Severity.WARNING, new Place(workflow, node.id(), node.line()), message, fix));
    }

    public void note(String id, Node node, String message, String fix) {
        findings.add(new Finding(id, Severity.NOTE, new Place(workflow, node.id(), node.line()), message, fix));
    }
}
