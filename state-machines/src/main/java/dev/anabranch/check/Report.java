package dev.anabranch.check;

import dev.anabranch.check.Finding.Place;
import dev.anabranch.check.Finding.Severity;
import dev.anabranch.graph.Node;
import java.util.List;

/** Takes findings of one workflow. */
final class Report {

    private final String workflow;
    private final List<Finding> findings;

    Report(String workflow, List<Finding> findings) {
        this.workflow = workflow;
        this.findings = findings;
    }

    void error(String id, String message, String fix) {
        findings.add(new Finding(id, Severity.ERROR, new Place(workflow, "", ""), message, fix));
    }

    void error(String id, Node node, String message, String fix) {
        findings.add(new Finding(id, Severity.ERROR, new Place(workflow, node.id(), node.line()), message, fix));
    }

    void warning(String id, String message, String fix) {
        findings.add(new Finding(id, Severity.WARNING, new Place(workflow, "", ""), message, fix));
    }

    void warning(String id, Node node, String message, String fix) {
        findings.add(new Finding(id, Severity.WARNING, new Place(workflow, node.id(), node.line()), message, fix));
    }

    void note(String id, Node node, String message, String fix) {
        findings.add(new Finding(id, Severity.NOTE, new Place(workflow, node.id(), node.line()), message, fix));
    }
}
