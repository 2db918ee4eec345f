package dev.anabranch.stores.internal.http.stepfunctions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anabranch.stores.internal.http.json.ApiException;
import dev.anabranch.stores.internal.http.json.JsonRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;

/** Returns lists in pages of at most 1,000 entries (default 100), which an opaque token continues. */
final class ListPages {

    private static final int DEFAULT = 100;
    private static final int MOST = 1_000;

    /** The maximum length of {@code PageToken} in the API's model; {@code ListExecutionsPageToken} has another one. */
    private static final int LONGEST_TOKEN = 1_024;

    private static final int LONGEST_OF_EXECUTIONS = 3_096;

    private ListPages() {}

    /** Adds one page of the list to the response, and the token of the next page if more entries exist. */
    static <T> ObjectNode page(
            ObjectNode answer, String member, JsonRequest request, List<T> all, Function<T, ? extends JsonNode> shown) {
        int from = position(request, member);
        int to = Math.min(all.size(), from + size(request));
        ArrayNode page = answer.putArray(member);
        for (T entry : all.subList(Math.min(from, to), to)) {
            page.add(shown.apply(entry));
        }
        if (to < all.size()) {
            answer.put("nextToken", token(to));
        }
        return answer;
    }

    private static int size(JsonRequest request) {
        return most(request, DEFAULT, MOST);
    }

    /**
     * Returns the value of {@code maxResults}, or {@code usual} if it is missing or 0.
     *
     * @throws ApiException {@code ValidationException} if the value is negative or exceeds {@code limit}
     */
    static int most(JsonRequest request, int usual, int limit) {
        Long asked = request.whole("maxResults");
        if (asked != null && (asked < 0 || asked > limit)) {
            throw ApiException.validation("1 validation error detected: Value '" + asked
                    + "' at 'maxResults' failed to satisfy constraint: Member must have value between 0 and " + limit);
        }
        return asked == null || asked == 0 ? usual : asked.intValue();
    }

    private static String token(int position) {
        return Base64.getUrlEncoder().encodeToString(("p" + position).getBytes(StandardCharsets.UTF_8));
    }

    private static int position(JsonRequest request, String member) {
        if (request.text("nextToken") == null) {
            return 0;
        }
        String token = request.nonEmpty("nextToken");
        int longest = member.equals("executions") ? LONGEST_OF_EXECUTIONS : LONGEST_TOKEN;
        if (token.length() > longest) {
            throw ApiException.validation("1 validation error detected: Value at 'nextToken' failed to satisfy"
                    + " constraint: Member must have length less than or equal to " + longest);
        }
        try {
            String text = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
            return Integer.parseInt(text.substring(1));
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new ApiException("InvalidToken", "Invalid Token: 'Invalid token'");
        }
    }
}
