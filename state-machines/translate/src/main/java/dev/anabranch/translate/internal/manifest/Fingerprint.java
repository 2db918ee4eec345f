package dev.anabranch.translate.internal.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anabranch.workflow.internal.graph.CachePolicy;
import dev.anabranch.workflow.internal.graph.Expr;
import dev.anabranch.workflow.internal.graph.Node;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Computes a hash that changes if a node may compute another result: a hash of its task, its declared version, its
 * types and the source of its input. Options such as retries, timeouts, memory, concurrency and batches do not change
 * it, because results do not depend on them.
 */
final class Fingerprint {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int BYTES = 12;

    private Fingerprint() {}

    static String of(Node node) {
        return hash(node.accept(new Node.Visitor<JsonNode>() {
            @Override
            public JsonNode call(Node.Call call) {
                ObjectNode json = JSON.objectNode();
                json.put("task", call.task().className());
                json.put("takes", call.task().input().text());
                json.put("returns", call.task().output().text());
                json.put(
                        "version",
                        call.options().cache().map(CachePolicy::version).orElse(""));
                json.set("input", json(call.input()));
                return json;
            }

            @Override
            public JsonNode fanOut(Node.FanOut fanOut) {
                return JSON.objectNode().set("list", json(fanOut.list()));
            }

            @Override
            public JsonNode repeat(Node.Repeat repeat) {
                ObjectNode json = JSON.objectNode();
                json.set("start", json(repeat.start()));
                json.set("until", json(repeat.until().output()));
                return json;
            }

            @Override
            public JsonNode when(Node.When when) {
                ObjectNode json = JSON.objectNode();
                json.set("condition", json(when.condition()));
                json.set("then", json(when.then().output()));
                json.set("otherwise", json(when.otherwise().output()));
                return json;
            }

            @Override
            public JsonNode wait(Node.Wait wait) {
                return call(wait.timer());
            }

            @Override
            public JsonNode await(Node.Await await) {
                ObjectNode json = JSON.objectNode();
                json.put("await", await.type().text());
                json.set("prompt", json(await.prompt()));
                await.start().ifPresent(start -> json.put("task", start.task().className()));
                return json;
            }

            @Override
            public JsonNode guard(Node.Guard guard) {
                return JSON.objectNode()
                        .put("guard", guard.isAttempt() ? "attempt" : "ensure")
                        .set("output", json(guard.body().output()));
            }

            @Override
            public JsonNode subRun(Node.SubRun run) {
                ObjectNode json = JSON.objectNode();
                json.put("run", run.child().workflow());
                ArrayNode nodes = json.putArray("nodes");
                run.child().nodes().forEach(node -> nodes.add(of(node)));
                json.put("output", of(run.child().root().output()));
                json.set("input", json(run.end().input()));
                return json;
            }
        }));
    }

    static String of(Expr output) {
        return hash(json(output));
    }

    private static JsonNode json(Expr expr) {
        return expr.accept(new Expr.Visitor<JsonNode>() {
            @Override
            public JsonNode constant(Expr.Constant constant) {
                return JSON.objectNode().set("constant", constant.json());
            }

            @Override
            public JsonNode runInput(Expr.RunInput input) {
                return JSON.textNode("input");
            }

            @Override
            public JsonNode item(Expr.Item item) {
                return JSON.objectNode().put("item", item.fanOut());
            }

            @Override
            public JsonNode index(Expr.Index index) {
                return JSON.objectNode().put("index", index.fanOut());
            }

            @Override
            public JsonNode result(Expr.Result result) {
                return JSON.objectNode().put("result", result.node());
            }

            @Override
            public JsonNode collected(Expr.Collected collected) {
                return JSON.objectNode()
                        .put("collected", collected.node())
                        .put("failures", collected.failures().name());
            }

            @Override
            public JsonNode folded(Expr.Folded folded) {
                ObjectNode json = JSON.objectNode().put("folded", folded.node()).put("inside", folded.inside());
                json.set("initial", json(folded.initial()));
                return json;
            }

            @Override
            public JsonNode outcome(Expr.Outcome outcome) {
                return JSON.objectNode().put("outcome", outcome.guard());
            }

            @Override
            public JsonNode field(Expr.Field field) {
                ObjectNode json = JSON.objectNode().put("field", field.name());
                json.set("of", json(field.of()));
                return json;
            }

            @Override
            public JsonNode composite(Expr.Composite composite) {
                ArrayNode fields = JSON.arrayNode();
                composite.fields().forEach((name, value) -> {
                    ObjectNode field = fields.addObject().put("name", name);
                    field.set("value", json(value));
                });
                return JSON.objectNode().set("record", fields);
            }

            @Override
            public JsonNode sequence(Expr.Sequence sequence) {
                ArrayNode elements = JSON.arrayNode();
                sequence.elements().forEach(element -> elements.add(json(element)));
                return JSON.objectNode().set("list", elements);
            }
        });
    }

    private static String hash(JsonNode json) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(json.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("Every Java platform has SHA-256.", e);
        }
    }
}
