package dev.anabranch.examples.firstanswer;

import dev.anabranch.workflow.Flow;
import dev.anabranch.workflow.Value;
import dev.anabranch.workflow.Workflow;
import java.util.List;

/** Asks providers for an exchange rate in their order, until one answers. */
public final class FirstAnswer implements Workflow<RateRequest, String> {

    @Override
    public Value<String> define(Flow flow, Value<RateRequest> request) {
        Value<List<Query>> queries = flow.call(ListProviders.class, request);
        Value<Quote> quote = flow.map(queries, AskProvider.class).sequential().any();
        return flow.call(ReportRate.class, quote);
    }

    @Override
    public String description() {
        return "AWS durable functions: ends with the first success.";
    }
}
