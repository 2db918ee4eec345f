package dev.anabranch.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anabranch.engine.internal.definition.DefinitionParser;
import dev.anabranch.engine.journal.Journal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/** The current revisions of all state machines by ARN, in memory and in the journal. */
final class StateMachines {

    private static final String PREFIX = "state-machine/";
    private static final JsonMapper MAPPER = new JsonMapper();

    private final Map<String, StateMachine> byArn = new ConcurrentSkipListMap<>();
    private final Journal journal;
    private final KeptDefinitions definitions;

    StateMachines(Journal journal, KeptDefinitions definitions) {
        this.journal = journal;
        this.definitions = definitions;
        for (String key : journal.keys(PREFIX)) {
            StateMachine machine = read(journal.read(key).get(0));
            byArn.put(machine.arn(), machine);
        }
    }

    /** Removes the records of state machines whose definition is missing in the journal. */
    static void removeWithoutDefinition(Journal journal) {
        StateMachines reader = new StateMachines(Journal.NONE, new KeptDefinitions(journal));
        for (String key : journal.keys(PREFIX)) {
            try {
                reader.read(journal.read(key).get(0));
            } catch (IllegalStateException missing) {
                journal.remove(key);
            }
        }
    }

    @Nullable
    StateMachine find(String arn) {
        return byArn.get(arn);
    }

    List<StateMachine> all() {
        return List.copyOf(byArn.values());
    }

    /** Adds a state machine if its ARN is new. Returns the existing state machine, or null if this one was added. */
    @Nullable
    StateMachine addIfAbsent(StateMachine machine) {
        StateMachine existing = byArn.putIfAbsent(machine.arn(), machine);
        if (existing == null) {
            keep(machine);
        }
        return existing;
    }

    void replace(StateMachine machine) {
        byArn.put(machine.arn(), machine);
        keep(machine);
    }

    @Nullable
    StateMachine remove(String arn) {
        journal.remove(PREFIX + arn);
        return byArn.remove(arn);
    }

    private void keep(StateMachine machine) {
        if (journal.keeps()) {
            journal.replace(PREFIX + machine.arn(), write(machine));
        }
    }

    /** Writes a state machine as bytes for {@link #read}. */
    byte[] write(StateMachine machine) {
        ObjectNode json = MAPPER.createObjectNode();
        json.put("arn", machine.arn()).put("name", machine.name());
        json.put("type", machine.type().name()).put("role", machine.roleArn());
        json.put("definition", definitions.keep(machine.definition()));
        json.put("created", machine.creationDate().toString()).put("revision", machine.revision());
        try {
            return MAPPER.writeValueAsBytes(json);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("The record of a state machine cannot be written.", impossible);
        }
    }

    StateMachine read(byte[] bytes) {
        try {
            JsonNode json = MAPPER.readTree(bytes);
            StateMachineType type = StateMachineType.valueOf(json.path("type").asText());
            String definition = definitions.text(json.path("definition").asText());
            return new StateMachine(
                    json.path("arn").asText(),
                    json.path("name").asText(),
                    type,
                    definition,
                    DefinitionParser.parse(definition, type == StateMachineType.EXPRESS, false)
                            .definition(),
                    json.path("role").asText(),
                    Instant.parse(json.path("created").asText()),
                    json.path("revision").asInt());
        } catch (IOException e) {
            throw new UncheckedIOException("The record of a state machine cannot be read.", e);
        }
    }
}
