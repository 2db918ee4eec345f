package dev.anabranch.explain.internal.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anabranch.explain.internal.cost.Assumptions;
import dev.anabranch.explain.internal.cost.Charge;
import dev.anabranch.explain.internal.cost.Estimate;
import dev.anabranch.explain.internal.cost.Price;
import dev.anabranch.translate.internal.asl.PrettyJson;
import dev.anabranch.translate.internal.plan.FanOutPlan;
import dev.anabranch.translate.internal.plan.FunctionPlan;
import dev.anabranch.translate.internal.plan.Plan;
import dev.anabranch.translate.internal.plan.RepeatPlan;
import dev.anabranch.workflow.Finding;
import dev.anabranch.workflow.internal.graph.Node;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.Objects;

/**
 * Writes an explanation as JSON. Incompatible changes increase {@link #VERSION}; new fields do not. Sizes are in bytes,
 * times in seconds unless the name has another unit, and prices in US dollars.
 */
final class ExplanationJson {

    /** The version of the format. */
    static final int VERSION = 1;

    private static final int PLACES = 9;

    private ExplanationJson() {}

    static String write(Explanation explanation) {
        Plan plan = explanation.plan();
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("version", VERSION);
        json.put("workflow", plan.graph().workflow());
        json.put("target", plan.target().name().toLowerCase(Locale.ROOT));
        json.put("definitionBytes", explanation.definitionBytes());
        json.put("inlineBytes", plan.inlineBytes());
        ArrayNode recorded = json.putArray("recorded");
        plan.recorded().forEach(recorded::add);
        ArrayNode calls = json.putArray("calls");
        explanation.calls().forEach(call -> calls.add(call(call, plan)));
        ArrayNode waits = json.putArray("waits");
        explanation.waits().forEach(wait -> {
            ObjectNode entry = waits.addObject().put("node", wait.id());
            wait.seconds().ifPresent(seconds -> entry.put("seconds", seconds));
        });
        ArrayNode awaits = json.putArray("awaits");
        explanation.awaits().forEach(await -> {
            ObjectNode entry = awaits.addObject()
                    .put("node", await.id())
                    .put("answer", await.type().text())
                    .put("timeoutSeconds", await.timeoutSeconds())
                    .put("fails", await.onTimeout().isEmpty());
            await.start().ifPresent(start -> entry.put("starts", start.task().className()));
            await.start()
                    .map(Node.Await.Start::heartbeatSeconds)
                    .ifPresent(heartbeat -> heartbeat.ifPresent(seconds -> entry.put("heartbeatSeconds", seconds)));
        });
        plan.graph().limitSeconds().ifPresent(seconds -> json.put("limitSeconds", seconds));
        if (!explanation.guards().isEmpty()) {
            ArrayNode guards = json.putArray("guards");
            explanation.guards().forEach(guard -> guards.addObject()
                    .put("node", guard.id())
                    .put("kind", guard.isAttempt() ? "attempt" : "ensure"));
        }
        if (!explanation.subRuns().isEmpty()) {
            ArrayNode runs = json.putArray("runs");
            explanation.subRuns().forEach(run -> runs.addObject()
                    .put("node", run.id())
                    .put("workflow", run.child().workflow())
                    .put("timeoutSeconds", run.timeoutSeconds()));
        }
        ArrayNode fanOuts = json.putArray("fanOuts");
        explanation.fanOuts().forEach(fanOut -> fanOuts.add(fanOut(fanOut, plan.fanOut(fanOut.id()))));
        if (!explanation.repeats().isEmpty()) {
            ArrayNode repeats = json.putArray("repeats");
            explanation.repeats().forEach(repeat -> repeats.add(repeat(repeat, plan.repeat(repeat))));
        }
        ArrayNode barriers = json.putArray("barriers");
        plan.barriers().forEach(barrier -> {
            ObjectNode entry = barriers.addObject();
            barrier.first().forEach(entry.putArray("first")::add);
            barrier.then().forEach(entry.putArray("then")::add);
        });
        ArrayNode widths = json.putArray("widths");
        explanation.widths().forEach(at -> widths.add(at(at)));
        json.set("assumptions", assumptions(explanation.assumptions()));
        json.set("prices", prices(explanation));
        ArrayNode findings = json.putArray("findings");
        explanation.findings().forEach(finding -> findings.add(finding(finding)));
        return PrettyJson.of(json);
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    private static ObjectNode call(Node.Call call, Plan plan) {
        FunctionPlan function = Objects.requireNonNull(plan.functions().get(call.id()));
        ObjectNode json = object().put("node", call.id())
                .put("function", function.id())
                .put("task", function.task())
                .put("memoryMb", function.memoryMb())
                .put("timeoutSeconds", call.options().timeoutSeconds())
                .put("retries", call.options().maxRetries());
        if (!call.options().retriesAllAlike()) {
            ArrayNode policies = json.putArray("retryPolicies");
            call.options().retries().forEach(rule -> {
                ObjectNode policy = policies.addObject()
                        .put("retries", rule.policy().retries())
                        .put("firstDelaySeconds", rule.policy().intervalSeconds())
                        .put("backoffRate", rule.policy().backoffRate())
                        .put("maxDelaySeconds", rule.policy().maxDelaySeconds())
                        .put("jitter", rule.policy().jitter());
                rule.errors().forEach(policy.putArray("on")::add);
                rule.exceptions().forEach(policy.putArray("except")::add);
            });
        }
        return json;
    }

    private static ObjectNode fanOut(Node.FanOut fanOut, FanOutPlan modes) {
        ObjectNode json = object().put("node", fanOut.id())
                .put("inlineWidth", modes.inlineWidth())
                .put("inlineConcurrency", modes.inlineConcurrency())
                .put("reason", modes.reason())
                .put("batch", fanOut.options().batch())
                .put("threads", fanOut.options().threadsAtOnce());
        fanOut.options().concurrency().ifPresent(asked -> json.put("concurrency", asked));
        json.put("atOnce", modes.concurrency());
        fanOut.options().atMost().ifPresent(promised -> json.put("atMost", promised));
        fanOut.options().label().ifPresent(field -> json.put("label", field));
        modes.shard().ifPresent(shard -> json.putObject("shard")
                .put("express", shard.express())
                .put("batch", shard.batch())
                .put("inner", shard.itemConcurrency())
                .put("outer", shard.childConcurrency())
                .put("reason", shard.reason()));
        return json;
    }

    private static ObjectNode repeat(Node.Repeat repeat, RepeatPlan rounds) {
        return object().put("node", repeat.id())
                .put("atMost", repeat.atMost().orElse(0))
                .put("everySeconds", repeat.everySeconds())
                .put("children", rounds.inChildren())
                .put("rounds", rounds.rounds())
                .put("roundEvents", rounds.roundEvents());
    }

    private static ObjectNode at(WidthEstimate at) {
        Estimate estimate = at.estimate();
        ObjectNode json = object().put("width", at.width());
        ArrayNode fanOuts = json.putArray("fanOuts");
        at.fanOuts().forEach((id, fanOut) -> fanOuts.addObject()
                .put("node", id)
                .put("width", fanOut.width())
                .put("items", fanOut.items())
                .put("mode", fanOut.mode().name().toLowerCase(Locale.ROOT))
                .put("children", fanOut.children()));
        json.put("invocations", estimate.demand().invocations());
        json.put("transitions", estimate.demand().transitions());
        ObjectNode bill = json.putObject("bill");
        bill.put("total", rounded(estimate.total()));
        ObjectNode services = bill.putObject("services");
        estimate.services().forEach((service, dollars) -> services.put(service, rounded(dollars)));
        ArrayNode lines = bill.putArray("lines");
        estimate.lines().forEach(line -> lines.addObject()
                .put("node", line.node())
                .put("charge", id(line.charge()))
                .put("quantity", rounded(line.quantity()))
                .put("dollars", rounded(line.dollars())));
        ArrayNode limits = json.putArray("limits");
        estimate.limits().forEach(limit -> limits.addObject()
                .put("id", limit.id())
                .put("what", limit.what())
                .put("quota", limit.quota())
                .put("seconds", rounded(BigDecimal.valueOf(limit.seconds()))));
        ArrayNode quotas = json.putArray("quotas");
        at.quotas().forEach(quota -> quotas.addObject()
                .put("id", quota.id())
                .put("what", quota.what())
                .put("used", rounded(BigDecimal.valueOf(quota.used())))
                .put("quota", rounded(BigDecimal.valueOf(quota.quota())))
                .put("percent", rounded(BigDecimal.valueOf(quota.percent()))));
        return json;
    }

    private static ObjectNode assumptions(Assumptions assumed) {
        return object().put("actionMillis", assumed.actionMillis())
                .put("invocationMillis", assumed.invocationMillis())
                .put("resultBytes", assumed.resultBytes())
                .put("itemBytes", assumed.itemBytes())
                .put("architecture", assumed.arm64() ? "arm64" : "x86_64")
                .put("expressMemoryMb", assumed.expressMemoryMb())
                .put("mapRunMillis", assumed.mapRunMillis())
                .put("logBytes", assumed.logBytes())
                .put("retentionDays", assumed.retentionDays())
                .put("functionsAtOnce", assumed.concurrentFunctions())
                .put("transitionsPerSecond", assumed.transitionsPerSecond());
    }

    private static ObjectNode prices(Explanation explanation) {
        ObjectNode json = object().put("region", explanation.prices().region())
                .put("asOf", explanation.prices().asOf().toString());
        ArrayNode list = json.putArray("list");
        explanation.prices().prices().forEach((Charge charge, Price price) -> list.addObject()
                .put("charge", id(charge))
                .put("service", charge.service())
                .put("unit", charge.unit())
                .put("dollars", price.dollars())
                .put("per", price.per())
                .put("source", price.source().toString()));
        return json;
    }

    private static ObjectNode finding(Finding finding) {
        return object().put("id", finding.id())
                .put("severity", finding.severity().name().toLowerCase(Locale.ROOT))
                .put("node", finding.place().node())
                .put("line", finding.place().line())
                .put("message", finding.message())
                .put("fix", finding.fix());
    }

    private static String id(Charge charge) {
        return charge.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static BigDecimal rounded(BigDecimal number) {
        BigDecimal rounded = number.setScale(PLACES, RoundingMode.HALF_UP).stripTrailingZeros();
        return rounded.scale() < 0 ? rounded.setScale(0) : rounded;
    }
}
