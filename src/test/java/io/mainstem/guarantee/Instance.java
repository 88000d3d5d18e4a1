package io.mainstem.guarantee;

/** One instance of the learner, whatever it runs in. It keeps its name and its state folder over its lives. */
interface Instance extends AutoCloseable {

    /** The ids of its Kafka clients begin with this. */
    String name();

    /** Starts it, after it died or for the first time; need not wait until it works. */
    void start() throws Exception;

    /** Whether it runs; one that is paused does. */
    boolean isAlive();

    /** Without a chance to do anything more. */
    void kill() throws Exception;

    /** It stands still, and knows nothing of it, until {@link #resume}. */
    void pause() throws Exception;

    void resume() throws Exception;

    /**
     * Waits for it to be done in good order.
     *
     * @return what it printed in this life
     */
    String end() throws Exception;

    /** What it had to say in this life and the former ones, for whoever looks into a failure. */
    String log();

    /** Leaves nothing of it behind; never fails. */
    @Override
    void close();
}
