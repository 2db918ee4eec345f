package dev.anabranch.explain.internal.report;

/**
 * How much of a quota a run uses.
 *
 * @param id which quota; stable over versions
 * @param what the quota, in a few words
 * @param used how much is used, in the unit of the quota
 * @param quota how much there is
 */
public record QuotaUse(String id, String what, double used, double quota) {

    /** The share that is used, in percent. */
    public double percent() {
        return used * 100 / quota;
    }
}
