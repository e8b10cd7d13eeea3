/** In the place of packages that no test needs (jest.config.js): who uses one finds nothing. */
module.exports = {};
