package dev.anabranch.cli.internal.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class HeapPressureTest {

    private static final long SECOND = 1_000_000_000;

    private final HeapPressure pressure = new HeapPressure(0, 0, 0);
    private long time;
    private long used;
    private long collected;

    /** A second passes in which the process uses the processor and collects for these shares. */
    private boolean second(double using, double collecting) {
        time += SECOND;
        used += (long) (SECOND * using);
        collected += (long) (1000 * collecting);
        return pressure.isTooHigh(time, used, collected);
    }

    @Test
    void eightSecondsOfCollectionAreTooMuch() {
        for (int i = 0; i < 7; i++) {
            assertThat(second(1 + i / 10.0, 0.7)).isFalse();
        }
        assertThat(second(1, 0.9)).isTrue();
    }

    @Test
    void secondOfOtherWorkBeginsAnew() {
        for (int i = 0; i < 10; i++) {
            for (int j = 0; j < 7; j++) {
                assertThat(second(1, 0.9)).isFalse();
            }
            assertThat(second(1, 0.5)).isFalse();
        }
    }

    @Test
    void waitingForTheProcessorInACollectionIsNotPressure() {
        for (int i = 0; i < 75; i++) {
            assertThat(second(0.1, 1)).isFalse();
        }
    }

    @Test
    void pressureOnABusyMachineIsRecognizedLater() {
        int seconds = 1;
        while (!second(0.1, 0.9)) {
            seconds++;
        }
        assertThat(seconds).isBetween(80, 88);
    }

    @Test
    void timeCountsIfTheUseOfTheProcessorIsNotKnown() {
        HeapPressure unknown = new HeapPressure(0, -1, 0);
        for (int i = 1; i < 8; i++) {
            assertThat(unknown.isTooHigh(i * SECOND, -1, i * 900L)).isFalse();
        }
        assertThat(unknown.isTooHigh(8 * SECOND, -1, 7200)).isTrue();
    }
}
