package dev.anabranch.runtime.internal.codec;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;

/** Decides whether the input of a run is passed to its state machine inline or by reference. */
public final class RunInputWire {

    private RunInputWire() {}

    /**
     * Returns true if a state machine can carry the input inline without changing it.
     *
     * @param inlineBytes the largest inline value in bytes, from the plan of the workflow
     */
    public static boolean travelsInline(JsonNode input, int inlineBytes) {
        int bytes = input.toString().getBytes(StandardCharsets.UTF_8).length;
        return bytes + WireWriter.VALUE_OVERHEAD <= inlineBytes && StateNumbers.preservesAll(input);
    }
}
