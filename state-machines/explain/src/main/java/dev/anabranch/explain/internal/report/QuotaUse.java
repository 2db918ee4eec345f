package dev.anabranch.explain.internal.report;

/**
 * The use of a quota by a run.
 *
 * @param id the id of the quota; it does not change between versions
 * @param what a short description of the quota
 * @param used the used amount, in the unit of the quota
 * @param quota the quota
 */
public record QuotaUse(String id, String what, double used, double quota) {

    /** Returns the used share in percent. */
    public double percent() {
        return used * 100 / quota;
    }
}
