package dev.anabranch.examples.tripbooking;

import static dev.anabranch.examples.OneAction.ANY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anabranch.task.PermanentFailure;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class BookPartTest {

    private static String book(@Nullable String city, @Nullable String soldOut) {
        return new BookPart().run(new TripPart(new TripRequest(city, soldOut), "flight"), ANY);
    }

    @Test
    void unknownPartAndBlankCityAreRefused() {
        assertThat(book(null, "hotel")).isEqualTo("flight in Oslo");
        assertThatThrownBy(() -> book("Rome", "flight"))
                .isInstanceOf(PermanentFailure.class)
                .hasMessage("no flight in Rome is available");
        assertThatThrownBy(() -> book("Rome", "boat"))
                .isInstanceOf(PermanentFailure.class)
                .hasMessage(
                        "soldOut is \"boat\" but must be one of flight, hotel, car. Leave it out to book all parts.");
        assertThatThrownBy(() -> book("", null))
                .isInstanceOf(PermanentFailure.class)
                .hasMessage("city is blank but must be a text.");
    }
}
