package io.mainstem.serve;

import java.util.Map;
import java.util.Optional;

/**
 * A request that is to be answered.
 *
 * @param parameters of its path, by name
 * @param query the first value of each name
 * @param body empty where there is none
 * @param forwarded whether another instance sent it on
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record Call(Map<String, String> parameters, Map<String, String> query, byte[] body, boolean forwarded) {

    /** A replica's number is below. */
    static final int MOST_REPLICAS = 1_000_000;

    /** A whole number of the query from {@code least} to {@code most}, if it is there. */
    Optional<Integer> number(String name, int least, int most) throws RequestProblem {
        String text = query.get(name);
        if (text == null) {
            return Optional.empty();
        }
        try {
            int value = Integer.parseInt(text);
            if (value >= least && value <= most) {
                return Optional.of(value);
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw new RequestProblem(
                400, "bad-query", "the query's " + name + " must be a whole number from " + least + " to " + most);
    }
}
