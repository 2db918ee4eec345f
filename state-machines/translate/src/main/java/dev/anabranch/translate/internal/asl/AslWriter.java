package dev.anabranch.translate.internal.asl;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.OptionalLong;

/** Writes a machine as JSON: fields in a fixed order, two spaces, line feeds. */
final class AslWriter implements AslState.Visitor<ObjectNode> {

    private static final AslWriter STATES = new AslWriter();

    private AslWriter() {}

    static ObjectNode whole(AslMachine machine, String comment, OptionalLong timeoutSeconds) {
        ObjectNode json = object();
        json.put("Comment", comment);
        json.put("QueryLanguage", "JSONata");
        timeoutSeconds.ifPresent(seconds -> json.put("TimeoutSeconds", seconds));
        return json.setAll(tree(machine));
    }

    static String pretty(ObjectNode json) {
        return PrettyJson.of(json);
    }

    static ObjectNode tree(AslMachine machine) {
        ObjectNode json = object().put("StartAt", machine.startAt());
        ObjectNode states = json.putObject("States");
        machine.states().forEach((name, state) -> states.set(name, state.accept(STATES)));
        return json;
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    @Override
    public ObjectNode task(AslState.Task task) {
        ObjectNode json = object().put("Type", "Task").put("Resource", task.resource());
        json.set("Arguments", task.arguments());
        effects(json, task.assign(), task.output());
        json.put("TimeoutSeconds", task.timeoutSeconds());
        task.heartbeatSeconds().ifPresent(seconds -> json.put("HeartbeatSeconds", seconds));
        if (!task.retry().isEmpty()) {
            ArrayNode retry = json.putArray("Retry");
            task.retry().forEach(retrier -> retry.add(retrier(retrier)));
        }
        catchers(json, task.catchers());
        return transition(json, task.transition());
    }

    @Override
    public ObjectNode pass(AslState.Pass pass) {
        ObjectNode json = object().put("Type", "Pass");
        effects(json, pass.assign(), pass.output());
        return transition(json, pass.transition());
    }

    @Override
    public ObjectNode choice(AslState.Choice choice) {
        ObjectNode json = object().put("Type", "Choice");
        ArrayNode rules = json.putArray("Choices");
        choice.rules().forEach(rule -> {
            ObjectNode entry = rules.addObject().put("Condition", rule.condition());
            if (!rule.assign().isEmpty()) {
                entry.set("Assign", rule.assign());
            }
            entry.put("Next", rule.next());
        });
        return json.put("Default", choice.otherwise());
    }

    @Override
    public ObjectNode parallel(AslState.Parallel parallel) {
        ObjectNode json = object().put("Type", "Parallel");
        ArrayNode branches = json.putArray("Branches");
        parallel.branches().forEach(branch -> branches.add(tree(branch)));
        effects(json, parallel.assign(), parallel.output());
        catchers(json, parallel.catchers());
        return transition(json, parallel.transition());
    }

    @Override
    public ObjectNode inlineMap(AslState.InlineMap map) {
        ObjectNode json = object().put("Type", "Map");
        json.set("Items", map.items());
        json.set("ItemSelector", map.itemSelector());
        json.put("MaxConcurrency", map.maxConcurrency());
        ObjectNode processor = json.putObject("ItemProcessor");
        processor.putObject("ProcessorConfig").put("Mode", "INLINE");
        processor.setAll(map.processor().toTree());
        effects(json, map.assign(), map.output());
        catchers(json, map.catchers());
        return transition(json, map.transition());
    }

    @Override
    public ObjectNode distributedMap(AslState.DistributedMap map) {
        ObjectNode json = object().put("Type", "Map").put("Label", map.label());
        json.set(map.source().isArray() ? "Items" : "ItemReader", map.source());
        json.set("ItemSelector", map.itemSelector());
        map.batcher().ifPresent(batcher -> json.set("ItemBatcher", batcher));
        json.put("MaxConcurrency", map.maxConcurrency());
        if (map.toleratedFailurePercentage() > 0) {
            json.put("ToleratedFailurePercentage", map.toleratedFailurePercentage());
        }
        ObjectNode processor = json.putObject("ItemProcessor");
        processor
                .putObject("ProcessorConfig")
                .put("Mode", "DISTRIBUTED")
                .put("ExecutionType", map.express() ? "EXPRESS" : "STANDARD");
        processor.setAll(map.processor().toTree());
        map.writer().ifPresent(writer -> json.set("ResultWriter", writer));
        effects(json, map.assign(), map.output());
        catchers(json, map.catchers());
        return transition(json, map.transition());
    }

    @Override
    public ObjectNode wait(AslState.Wait wait) {
        ObjectNode json = object().put("Type", "Wait");
        json.set("Timestamp", wait.timestamp());
        json.set("Output", wait.output());
        return transition(json, wait.transition());
    }

    @Override
    public ObjectNode fail(AslState.Fail fail) {
        return object().put("Type", "Fail").put("Error", fail.error()).put("Cause", fail.cause());
    }

    private static void effects(ObjectNode json, ObjectNode assign, JsonNode output) {
        if (!assign.isEmpty()) {
            json.set("Assign", assign);
        }
        json.set("Output", output);
    }

    private static void catchers(ObjectNode json, List<AslState.Catcher> catchers) {
        if (catchers.isEmpty()) {
            return;
        }
        ArrayNode array = json.putArray("Catch");
        for (AslState.Catcher catcher : catchers) {
            ObjectNode entry = array.addObject();
            catcher.errors().forEach(entry.putArray("ErrorEquals")::add);
            entry.set("Output", catcher.output());
            entry.put("Next", catcher.next());
        }
    }

    private static ObjectNode retrier(AslState.Retrier retrier) {
        ObjectNode json = object();
        retrier.errors().forEach(json.putArray("ErrorEquals")::add);
        json.put("IntervalSeconds", retrier.intervalSeconds());
        json.put("MaxAttempts", retrier.maxAttempts());
        json.put("BackoffRate", retrier.backoffRate());
        json.put("MaxDelaySeconds", retrier.maxDelaySeconds());
        return json.put("JitterStrategy", retrier.jitter() ? "FULL" : "NONE");
    }

    private static ObjectNode transition(ObjectNode json, AslState.Transition transition) {
        return transition.next().map(next -> json.put("Next", next)).orElseGet(() -> json.put("End", true));
    }
}
