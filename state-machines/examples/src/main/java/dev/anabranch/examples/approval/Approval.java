package dev.anabranch.examples.approval;

import dev.anabranch.workflow.Await;
import dev.anabranch.workflow.Flow;
import dev.anabranch.workflow.Value;
import dev.anabranch.workflow.Workflow;
import java.time.Duration;

/** A person approves each document. After a day without a decision a reminder is sent, after three days the document is escalated. */
public final class Approval implements Workflow<ApprovalInput, ApprovalReport> {

    @Override
    public Value<ApprovalReport> define(Flow flow, Value<ApprovalInput> input) {
        return flow.call(
                ReportDecisions.class,
                flow.map(flow.call(ListDocuments.class, input), document -> decide(flow, document))
                        .label(Document::title)
                        .toList());
    }

    private static Value<Decision> decide(Flow flow, Value<Document> document) {
        Await<Decision> first = flow.await("approve", Decision.class)
                .prompt(document)
                .timeout(Duration.ofDays(1))
                .onTimeout(Decision.OPEN);
        return flow.<Decision>when(first.get(Decision::open), () -> remind(flow, document), () -> first)
                .value();
    }

    private static Value<Decision> remind(Flow flow, Value<Document> document) {
        return flow.await("approve after reminder", Decision.class)
                .prompt(document)
                .timeout(Duration.ofDays(2))
                .onTimeout(Decision.ESCALATED)
                .after(flow.call(RemindApprover.class, document));
    }

    @Override
    public String description() {
        return "Flyte's approvals: people decide, reminded in time.";
    }
}
