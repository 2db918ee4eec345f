package dev.anabranch.runtime.internal.codec;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;

/** How the input of a run gets into its state machine: inline where it fits, else by reference. */
public final class RunInputWire {

    private RunInputWire() {}

    /**
     * True where a state machine can carry the input itself and hand it on as it is.
     *
     * @param inlineBytes how large a value may be to travel inline, as the plan of the workflow says
     */
    public static boolean travelsInline(JsonNode input, int inlineBytes) {
        int bytes = input.toString().getBytes(StandardCharsets.UTF_8).length;
        return bytes + WireWriter.VALUE_OVERHEAD <= inlineBytes && StateNumbers.keepAll(input);
    }
}
