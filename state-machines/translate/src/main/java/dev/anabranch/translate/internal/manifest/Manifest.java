package dev.anabranch.translate.internal.manifest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.anabranch.translate.internal.asl.PrettyJson;
import dev.anabranch.translate.internal.emit.Definition;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The description of a deployment. The resource {@value #SCHEMA} in this package is its JSON Schema.
 *
 * @param version the format version, {@value #VERSION}; incompatible changes increase it, new fields do not
 * @param target the environment in which the state machines run: {@code aws} or {@code localstack}
 * @param workflows the workflows, ordered by name
 */
public record Manifest(int version, String target, List<WorkflowEntry> workflows) {

    /** The format version that this class reads and writes. */
    public static final int VERSION = 1;

    /** The name of the manifest's file. The files with definitions are in the same folder. */
    public static final String FILE = "manifest.json";

    /** The name of the JSON Schema of the manifest, a resource in this package. */
    public static final String SCHEMA = "manifest.schema.json";

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    /** Copies the list. */
    public Manifest {
        workflows = List.copyOf(workflows);
    }

    /**
     * Returns the manifest of workflows, ordered by name.
     *
     * @throws IllegalArgumentException if two workflows have the same name or different targets
     */
    public static Manifest of(Definition... definitions) {
        return ManifestEntries.manifest(Arrays.asList(definitions));
    }

    /**
     * Reads a manifest.
     *
     * @param files returns the text of a file in the manifest's folder, by its name
     * @throws IllegalArgumentException if {@code json} is not a manifest or has another version
     */
    public static Manifest read(String json, UnaryOperator<String> files) {
        try {
            JsonNode tree = JSON.readTree(json);
            int version = tree.path("version").asInt();
            if (version != VERSION) {
                throw new IllegalArgumentException(
                        "The manifest has the version " + version + ", but this is for version " + VERSION
                                + ". Write the manifest with the same release of Anabranch that reads it.");
            }
            Manifest read = JSON.treeToValue(tree, Manifest.class);
            return new Manifest(
                    read.version,
                    read.target,
                    read.workflows.stream()
                            .map(workflow -> workflow.withDefinition(files.apply(workflow.definitionFile())))
                            .toList());
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("The manifest is not valid: " + e.getOriginalMessage(), e);
        }
    }

    static JsonNode json(GraphEntry graph) {
        return JSON.valueToTree(graph);
    }

    /**
     * Returns the texts of all files by name: the manifest and one definition per workflow. Equal definitions give
     * equal bytes.
     */
    public Map<String, String> files() {
        Map<String, String> files = new LinkedHashMap<>();
        files.put(FILE, PrettyJson.of(JSON.valueToTree(this)));
        workflows.forEach(workflow -> files.put(workflow.definitionFile(), workflow.definition()));
        return files;
    }

    /**
     * One workflow.
     *
     * @param name the name of the workflow and its state machine
     * @param definitionFile the name of the file with the definition
     * @param definition the state machine in Amazon States Language, with placeholders
     * @param placeholders the meaning of each <code>${name}</code> in the definition
     * @param functions the Lambda functions
     * @param input the type of a run's input
     * @param output the type of a run's output
     * @param inlineBytes the largest input of a run that travels inline, in bytes; larger ones travel by reference
     * @param graph the graph, which is used to inspect runs and to rerun them
     * @param permissions the permissions of the machine and the functions; they need no others
     */
    public record WorkflowEntry(
            String name,
            String definitionFile,

            @JsonProperty(access = JsonProperty.Access.WRITE_ONLY)
            String definition,

            List<Placeholder> placeholders,
            List<FunctionEntry> functions,
            TypeEntry input,
            TypeEntry output,
            int inlineBytes,
            GraphEntry graph,
            List<Permission> permissions) {

        /** Copies the lists. */
        public WorkflowEntry {
            placeholders = List.copyOf(placeholders);
            functions = List.copyOf(functions);
            permissions = List.copyOf(permissions);
        }

        private WorkflowEntry withDefinition(String text) {
            return new WorkflowEntry(
                    name,
                    definitionFile,
                    text,
                    placeholders,
                    functions,
                    input,
                    output,
                    inlineBytes,
                    graph,
                    permissions);
        }
    }

    /**
     * A placeholder in a definition that the deployment replaces.
     *
     * @param name the name without <code>${}</code>; for a function its id
     * @param stands the kind of the replacement: {@code table} and {@code bucket} for a name, {@code function} and
     *     {@code machine} for an ARN; the nodes of the graph name the workflow of a machine
     */
    public record Placeholder(String name, String stands) {}

    /**
     * One Lambda function.
     *
     * @param id the id, of letters and digits, unique in the workflow
     * @param task the class of the task, which the function reads from its environment
     * @param memoryMb the memory, in MB
     * @param timeoutSeconds the timeout, in seconds
     * @param settings the names of the settings that the task requires; absent if there are none
     * @param secrets the names of the secrets that the task requires; absent if there are none
     */
    public record FunctionEntry(
            String id,
            String task,
            int memoryMb,
            int timeoutSeconds,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> settings,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> secrets) {

        /** Copies the lists; null is an empty list. */
        public FunctionEntry {
            settings = settings == null ? List.of() : List.copyOf(settings);
            secrets = secrets == null ? List.of() : List.copyOf(secrets);
        }
    }

    /**
     * A Java type.
     *
     * @param java the name of the type with its type arguments
     * @param schema the JSON Schema 2020-12 of its values; it accepts every value that the workflow accepts
     * @param required the JSON Pointers of the fields that must not be null because each run uses them, for example as
     *     the list of a fan-out; fields of primitive types are not among them. Absent if there are none
     */
    public record TypeEntry(
            String java,
            JsonNode schema,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> required) {

        /** Copies the list, which is null in manifests without it. */
        public TypeEntry {
            required = required == null ? List.of() : List.copyOf(required);
        }

        static TypeEntry of(String java, List<String> required) {
            return new TypeEntry(java, TypeSchema.of(java, required), required);
        }
    }

    /**
     * The graph. {@link dev.anabranch.runs.internal.graph.RunGraph} reads its JSON.
     *
     * @param output a hash that changes with the source of the run's output
     * @param limitSeconds the time limit of a run; null for none
     */
    public record GraphEntry(
            List<NodeEntry> nodes,
            List<EdgeEntry> edges,
            String output,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Long limitSeconds) {
        /** Copies the lists. */
        public GraphEntry {
            nodes = List.copyOf(nodes);
            edges = List.copyOf(edges);
        }
    }

    /**
     * One node.
     *
     * @param id the name of the node
     * @param kind the kind of node, such as {@code call} or {@code fan-out}; the JSON Schema lists them
     * @param function the function that a call invokes; empty for others
     * @param in the enclosing fan-out, conditional, attempt or ensure; empty for none
     * @param group the group; empty for none
     * @param line the source line of its definition; empty if it is not known
     * @param added whether the plan added the call
     * @param attempts the maximum number of attempts of a call; 0 for other nodes
     * @param tolerant whether failed items do not immediately fail the fan-out
     * @param fingerprint a hash that changes with the task, its version and the source of its input
     * @param input the sources of the parts of a call's input or of the prompt of a wait for an answer, without
     *     constants; empty for other nodes
     * @param answer the answer that the node waits for; null for other nodes
     * @param first the call that returns the first successes of a fan-out, which then ends; null for other nodes
     * @param runs the name of the workflow that the node runs; null for other nodes
     * @param stops the node inside which the call ends what is stopped; null for other nodes
     * @param label the field of an item that is its label, or a dot for the item itself; null for a fan-out without
     *     labels, and for other nodes
     */
    public record NodeEntry(
            String id,
            String kind,
            String function,
            String in,
            String group,
            String line,
            boolean added,
            int attempts,
            boolean tolerant,
            String fingerprint,
            List<PartEntry> input,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            AnswerEntry answer,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String first,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String runs,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String stops,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String label) {
        /** Copies the list, which is null in older manifests. */
        public NodeEntry {
            input = input == null ? List.of() : List.copyOf(input);
        }
    }

    /**
     * The answer that a node waits for.
     *
     * @param java the canonical name of its Java type
     * @param schema the JSON Schema of the type
     * @param prompt the constants of the prompt; null where it has other values
     */
    public record AnswerEntry(String java, JsonNode schema, JsonNode prompt) {}

    /**
     * A part of an input with one source.
     *
     * @param part its position in the input, such as {@code tile.bounds} or {@code pair[1]}; empty if it is the whole
     *     input
     * @param from {@code input} for the run's input, {@code item} or {@code index} of a fan-out, {@code result} of a
     *     node, {@code results} of a node for all items, {@code previous} for the result of the item or round before,
     *     {@code last} for that of the last one, {@code constant} only in {@code initial}
     * @param node the fan-out of an item or index, the node that returned a result; empty for the run's input and for
     *     constants
     * @param fields the path of fields that are read from the source; empty for the whole source
     * @param initial for {@code previous} and {@code last}, the parts of the value if there is no item or round before;
     *     empty for others and in older manifests
     * @param value the value of a constant; null for other sources
     */
    public record PartEntry(
            String part,
            String from,
            String node,
            List<String> fields,

            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<PartEntry> initial,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            JsonNode value) {
        /** Copies the lists; {@code initial} is null in JSON without it. */
        public PartEntry {
            fields = List.copyOf(fields);
            initial = initial == null ? List.of() : List.copyOf(initial);
        }

        PartEntry(String part, String from, String node, List<String> fields) {
            this(part, from, node, fields, List.of(), null);
        }
    }

    /**
     * One node waits for another.
     *
     * @param kind {@code value} if it uses the other's result, {@code all} if it uses the other's results for all
     *     items, {@code order} if it only waits, {@code cleanup} if it is in the cleanup of the other
     */
    public record EdgeEntry(String from, String to, String kind) {

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof EdgeEntry that
                    && from.equals(that.from)
                    && to.equals(that.to)
                    && kind.equals(that.kind);
        }

        // Like equals, without the method handles of a record's own method, whose linking takes each new process
        // milliseconds.
        @Override
        public int hashCode() {
            return 31 * from.hashCode() + to.hashCode();
        }
    }

    /**
     * A permission.
     *
     * @param who {@code machine}, or {@code functions} for each function
     * @param actions the names of IAM actions
     * @param resource the resource: {@code table}, {@code bucket}, {@code bucket/<prefix>*}, {@code function/<id>},
     *     {@code machine}, or {@code machine/executions} and {@code machine/map-runs} for executions that it starts
     *     itself; {@code machine/<workflow>} and {@code machine/<workflow>/executions} for those of another workflow that
     *     it starts; {@code rule/executions} for the rule of EventBridge that Step Functions manages for them
     */
    public record Permission(String who, List<String> actions, String resource) {
        /** Copies the list. */
        public Permission {
            actions = List.copyOf(actions);
        }
    }
}
