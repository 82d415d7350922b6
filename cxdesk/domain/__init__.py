"""The words we all use: kinds, scales, periods, questions and answers. Values only; standard library only."""
