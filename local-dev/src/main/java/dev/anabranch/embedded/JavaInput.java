package dev.anabranch.embedded;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.anabranch.action.TaskJson;
import dev.anabranch.run.DeployedWorkflow;
import dev.anabranch.run.RunRefused;
import java.io.IOException;
import java.lang.reflect.Type;

/** Judges inputs by the Java type that a workflow takes. */
record JavaInput(String workflow, Type type) implements DeployedWorkflow.InputCheck {

    @Override
    public void check(JsonNode input) {
        if (input.isNull()) {
            throw new RunRefused(
                    RunRefused.Reason.INVALID_INPUT, "The input of `" + workflow + "` is null, but must be a value.");
        }
        try {
            TaskJson.strictReader(type).readValue(input);
        } catch (JsonProcessingException e) {
            throw new RunRefused(
                    RunRefused.Reason.INVALID_INPUT,
                    "The input of `" + workflow + "` is wrong: " + InputComplaint.of(e),
                    e);
        } catch (IOException e) {
            throw new IllegalStateException("A tree of JSON nodes could not be read.", e);
        }
    }
}
