package dev.anabranch.translate.internal.manifest;

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

/**
 * All that is deployed. Its JSON has a schema, the resource {@value #SCHEMA} beside this class.
 *
 * @param version of the form, {@value #VERSION}: a change that breaks readers raises it, a new field does not
 * @param target where the machines run: {@code aws} or {@code localstack}
 * @param workflows by name
 */
public record Manifest(int version, String target, List<WorkflowEntry> workflows) {

    /** The version of the form that this class reads and writes. */
    public static final int VERSION = 1;

    /** The name of the manifest's file; the files with definitions are beside it. */
    public static final String FILE = "manifest.json";

    /** The name of the JSON Schema of the manifest, a resource beside this class. */
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
     * The manifest of some workflows, which come in the order of their names.
     *
     * @throws IllegalArgumentException when two have the same name, or not all are for the same target
     */
    public static Manifest of(Definition... definitions) {
        return ManifestEntries.manifest(Arrays.asList(definitions));
    }

    /**
     * Reads a manifest.
     *
     * @param files gives the text of a file beside the manifest, by its name
     * @throws IllegalArgumentException when it is none, or of another version
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
            throw new IllegalArgumentException("The manifest is not what it should be: " + e.getOriginalMessage(), e);
        }
    }

    static JsonNode json(GraphEntry graph) {
        return JSON.valueToTree(graph);
    }

    /** The texts of all files, by name: the manifest, and a definition for each workflow. The same definitions give the same bytes. */
    public Map<String, String> files() {
        Map<String, String> files = new LinkedHashMap<>();
        files.put(FILE, PrettyJson.of(JSON.valueToTree(this)));
        workflows.forEach(workflow -> files.put(workflow.definitionFile(), workflow.definition()));
        return files;
    }

    /**
     * One workflow.
     *
     * @param name of the workflow and its state machine
     * @param definitionFile the file that has the definition
     * @param definition the state machine in Amazon States Language, with placeholders
     * @param placeholders what is to be put for each <code>${name}</code> in the definition
     * @param functions the Lambda functions
     * @param input what a run is given
     * @param output what a run returns
     * @param inlineBytes how large a run's input may be to travel inline, in bytes; a larger one travels by reference
     * @param graph the nodes, for those who look at runs and run them again
     * @param permissions what the machine and the functions may do, and nothing else
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
     * What stands in a definition for something that only a deployment knows.
     *
     * @param name without the <code>${}</code>
     * @param stands what for: {@code table}, {@code bucket} or {@code function}; then the name is the id of the function, and its ARN is
     *     to be put
     */
    public record Placeholder(String name, String stands) {}

    /**
     * One Lambda function.
     *
     * @param id letters and digits, unique in the workflow
     * @param task the class of the task, which the function is told in its environment
     * @param memoryMb its memory, in MB
     * @param timeoutSeconds its time-out, in seconds
     */
    public record FunctionEntry(String id, String task, int memoryMb, int timeoutSeconds) {}

    /**
     * A Java type.
     *
     * @param java as it is written in sources
     * @param schema JSON Schema 2020-12 of its values: it accepts whatever the workflow accepts
     */
    public record TypeEntry(String java, JsonNode schema) {}

    /**
     * The graph. {@link dev.anabranch.runs.internal.graph.RunGraph} reads its JSON.
     *
     * @param output changes with where the run's output comes from
     */
    public record GraphEntry(List<NodeEntry> nodes, List<EdgeEntry> edges, String output) {
        /** Copies the lists. */
        public GraphEntry {
            nodes = List.copyOf(nodes);
            edges = List.copyOf(edges);
        }
    }

    /**
     * One node.
     *
     * @param id its name
     * @param kind {@code call}, {@code fan-out} or {@code when}
     * @param function the function that a call invokes; empty for others
     * @param in the fan-out or conditional that it is in; empty for none
     * @param group the name that people know it and its neighbours by; empty for none
     * @param line where it was defined; empty where that is not known
     * @param added true for a call that nobody wrote, which the plan needs
     * @param attempts how often a call's task is tried at most; 0 for others
     * @param tolerant true for a fan-out that goes on when items fail
     * @param fingerprint changes with the task, its version and where its input comes from
     * @param input where a call takes the parts of its input from that are no constants; empty for others
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
            List<PartEntry> input) {
        /** Copies the list, which manifests from before this was in them lack. */
        public NodeEntry {
            input = input == null ? List.of() : List.copyOf(input);
        }
    }

    /**
     * A part of an input, which is taken from one place.
     *
     * @param part where it is in the input, such as {@code tile.bounds} or {@code pair[1]}; empty where it is the whole input
     * @param from {@code input} for the run's, {@code item} or {@code index} for those of a fan-out, {@code result} for what a node
     *     returned, {@code results} for what it returned for all items
     * @param node the fan-out of an item or index, the node that returned a result; empty for the run's input
     * @param fields the field of it that is taken, and the field of that; empty for all of it
     */
    public record PartEntry(String part, String from, String node, List<String> fields) {
        /** Copies the list. */
        public PartEntry {
            fields = List.copyOf(fields);
        }
    }

    /**
     * One node waits for another.
     *
     * @param kind {@code value} where it takes what the other returned, {@code all} where it takes what the other returned for all items,
     *     {@code order} where it only waits
     */
    public record EdgeEntry(String from, String to, String kind) {}

    /**
     * Something that must be allowed.
     *
     * @param who {@code machine}, or {@code functions} for each function
     * @param actions in IAM's words
     * @param resource what on: {@code table}, {@code bucket}, {@code bucket/<prefix>*}, {@code function/<id>}, {@code machine}, or
     *     {@code machine/executions} and {@code machine/map-runs} for what it starts itself
     */
    public record Permission(String who, List<String> actions, String resource) {
        /** Copies the list. */
        public Permission {
            actions = List.copyOf(actions);
        }
    }
}
