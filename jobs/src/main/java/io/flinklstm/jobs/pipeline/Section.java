package io.flinklstm.jobs.pipeline;

import java.util.List;

/**
 * Settings under one name.
 *
 * @param name empty for those at the top of the file
 */
record Section(String name, String prose, List<Setting<?>> settings) {}
