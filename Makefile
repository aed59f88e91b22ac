# Everything a person runs. `make help` lists it.
PYTHON ?= python3
export PYTHONPATH := $(CURDIR)
VAR := $(or $(DIANDA_VAR),var)
PLATFORM := .venv/platform/bin/python
DEV := .venv/dev/bin/python
TRAIN := .venv/train/bin/python
ENVIRONMENTS := $(PYTHON) -m ops.prepare.environments

.DEFAULT_GOAL := help
.PHONY: help up test lint train promote rollback pretrain evaluate bench soak journeys locks clean-state

help: ## show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

up: ## start the product on this machine (prepares whatever is missing) until Ctrl-C
	@$(PYTHON) -m ops.up

test: ## run the tests (installs what they need, real Redis and Chromium included)
	@$(PYTHON) -m ops.run_tests $(TESTS)

lint: ## check style and types
	@$(ENVIRONMENTS) dev
	@$(DEV) -m ruff check . && $(DEV) -m ruff format --check . && $(DEV) -m mypy api triage knowledge tariffs customers nlu actions ops

train: ## train the classifiers again into a candidate, agents' corrections included (resumable; up to 90 minutes on two cores)
	@$(ENVIRONMENTS) platform train
	@$(PLATFORM) -m api.tickets.corrections $(VAR)/learning/corrections.jsonl
	@DIANDA_CORRECTIONS=$(VAR)/learning/corrections.jsonl \
	  DIANDA_TRAINED=$(VAR)/models/candidate $(TRAIN) -m training.train
	@$(MAKE) promote

promote: ## bring the trained candidate into use if it wins on the frozen sets (95 % interval), else refuse (ARGS=--because=…)
	@$(ENVIRONMENTS) platform
	@$(PLATFORM) -m ops.promotion promote $(ARGS)

rollback: ## bring the models into use again that the last promotion replaced
	@$(ENVIRONMENTS) platform
	@$(PLATFORM) -m ops.promotion rollback

pretrain: ## pretrain the encoder again (long; a GPU is used when there is one)
	@$(ENVIRONMENTS) train
	@$(TRAIN) -m training.pretrain && $(PYTHON) -m ops.prepare.checks

evaluate: ## measure understanding, tickets, knowledge and bills; writes var/evaluate/report.html (STOCK=1: stock DIET beside ours)
	@$(ENVIRONMENTS) dev
	@$(DEV) -m ops.evaluate $(if $(STOCK),--stock)

bench: ## measure speed side by side with the stock alternatives, in one run (PARTS="reading triage": some only)
	@$(ENVIRONMENTS) platform actions bot dev
	@$(DEV) -m ops.bench $(PARTS)

journeys: ## play the customers' dialogues of tests/journeys against a running product
	@$(ENVIRONMENTS) dev
	@$(DEV) -m ops.journeys

soak: ## run customers, tickets and restarts against the product for a long time
	@$(ENVIRONMENTS) platform actions bot dev
	@$(DEV) -m ops.soak

locks: ## resolve the environments' locks again from requirements/*.in
	@sh requirements/compile.sh

clean-state: ## remove the demo's database, queue and logs (asks nothing; production data lie elsewhere)
	rm -rf $(VAR)/dianda.db* $(VAR)/redis $(VAR)/logs
